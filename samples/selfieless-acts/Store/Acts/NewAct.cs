using Samples.Shared;

namespace SelfieLess.Store.Acts;

/// <summary>An act as uploaded. The image is base64 text; its memory is used until the upload has been answered.</summary>
public sealed record NewAct(ActId Id, string Username, WrittenTime Time, string Caption, string Category, ReadOnlyMemory<byte> Image);
