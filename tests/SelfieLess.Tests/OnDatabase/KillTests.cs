using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnDatabase;

public sealed class KillTests() : KillContract(StoreKind.Database, imageSize: 600_000);
