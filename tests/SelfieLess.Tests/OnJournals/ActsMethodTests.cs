using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnJournals;

public sealed class ActsMethodTests(JournalStack stack) : ActsMethodContract(stack), IClassFixture<JournalStack>;
