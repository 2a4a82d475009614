namespace SelfieLess.Store.Counting;

/// <summary>The number of API requests of one microservice, over all its replicas.</summary>
public interface IRequestCounter
{
    /// <summary>The number now.</summary>
    long Value { get; }

    /// <summary>Adds one; no two calls of any replica are ever merged.</summary>
    void Add();

    /// <summary>Begins again at 0.</summary>
    void Reset();
}
