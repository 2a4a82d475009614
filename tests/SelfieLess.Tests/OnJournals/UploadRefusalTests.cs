using SelfieLess.Tests.Contract;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnJournals;

public sealed class UploadRefusalTests(JournalStack stack) : UploadRefusalContract(stack), IClassFixture<JournalStack>;
