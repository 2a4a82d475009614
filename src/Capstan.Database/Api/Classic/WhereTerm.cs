namespace Capstan.Database.Api.Classic;

/// <summary>A comparison of a column with values.</summary>
/// <param name="Column">The column as the request names it.</param>
/// <param name="Operator">What it does.</param>
/// <param name="Values">One value; several for <see cref="WhereOperator.In"/>; none for <see cref="WhereOperator.IsNull"/>.</param>
internal sealed record WhereTerm(string Column, WhereOperator Operator, IReadOnlyList<WhereValue> Values) : IWhereNode;
