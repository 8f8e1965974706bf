/* The one way to the API: a trusted document by its hash, typed, with the session in cookies. */

export interface Operation<Data, Variables> {
    id: string;
    name: string;
    /* Only for the compiler: what is asked with, and answered. */
    data?: Data;
    variables?: Variables;
}
