using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnDatabase;

public sealed class CategoryRefusalTests(DatabaseStack stack) : CategoryRefusalContract(stack), IClassFixture<DatabaseStack>;
