using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnJournals;

public sealed class UploadTests() : UploadContract(StoreKind.Journal);
