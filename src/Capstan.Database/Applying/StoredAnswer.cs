using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Applying;

/// <summary>An answer with what is needed to recognise its request.</summary>
/// <param name="Request">The request.</param>
/// <param name="IsKeyed">Whether its id is a client's own key.</param>
/// <param name="BodyHash">What it asked for.</param>
/// <param name="Answer">The answer; its LSN is that of the deciding record.</param>
/// <param name="Expires">Log time after which it counts no more, milliseconds since 1970.</param>
public sealed record StoredAnswer(RequestId Request, bool IsKeyed, Digest BodyHash, Answer Answer, long Expires);
