using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnDatabase;

public sealed class ActsMethodTests(DatabaseStack stack) : ActsMethodContract(stack), IClassFixture<DatabaseStack>;
