export function App() {
    return <main>SmartCart</main>;
}
