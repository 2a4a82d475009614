using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnDatabase;

public sealed class ReplicasTests() : ReplicasContract(StoreKind.Database);
