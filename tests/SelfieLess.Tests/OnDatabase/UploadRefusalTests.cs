using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnDatabase;

public sealed class UploadRefusalTests(DatabaseStack stack) : UploadRefusalContract(stack), IClassFixture<DatabaseStack>;
