using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnDatabase;

public sealed class UploadTests() : UploadContract(StoreKind.Database);
