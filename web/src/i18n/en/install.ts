export const install = {
    title: 'Keep SmartCart at hand',
    about: 'On the home screen it opens at once, and your lists stay on this device.',
    byHand: 'Press Share, then “Add to Home Screen”: your lists then stay on this device.',
    install: 'Install',
    notNow: 'Not now',
};
