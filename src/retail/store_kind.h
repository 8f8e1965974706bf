/*
 * store_kind.h - what sort of store it is: the values of retail.store.kind.
 */
#ifndef SC_RETAIL_STORE_KIND_H
#define SC_RETAIL_STORE_KIND_H

enum retail_store_kind {
    RETAIL_STORE_UNSAID,
    RETAIL_STORE_SHOP,
    RETAIL_STORE_ONLINE, /* no shop to walk into */
    RETAIL_STORE_BOTH,
};

#endif
