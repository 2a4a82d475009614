using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnDatabase;

public sealed class UsersRefusalTests(DatabaseStack stack) : UsersRefusalContract(stack), IClassFixture<DatabaseStack>;
