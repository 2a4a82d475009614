using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnJournals;

public sealed class KillTests() : KillContract(StoreKind.Journal, imageSize: 4 << 20);
