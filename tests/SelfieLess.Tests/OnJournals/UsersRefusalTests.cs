using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnJournals;

public sealed class UsersRefusalTests(JournalStack stack) : UsersRefusalContract(stack), IClassFixture<JournalStack>;
