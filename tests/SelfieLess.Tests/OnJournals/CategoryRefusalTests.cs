using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnJournals;

public sealed class CategoryRefusalTests(JournalStack stack) : CategoryRefusalContract(stack), IClassFixture<JournalStack>;
