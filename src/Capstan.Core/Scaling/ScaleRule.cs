using Capstan.Core.Stacks;
namespace Capstan.Core.Scaling;
/// <summary>placeholder</summary>
public static class ScaleRule
{
    /// <summary>x</summary>
    public static int Wanted(ScaleSpec scale, long count) => 1;
    /// <summary>x</summary>
    public static long? MoreForNext(ScaleSpec scale, long count) => null;
}
