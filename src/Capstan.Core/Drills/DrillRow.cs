namespace Capstan.Core.Drills;

/// <summary>A row of a drill's table: who wrote it, and which of that writer's rows it is. Nothing in the table keeps it from being there twice.</summary>
/// <param name="Writer">Number of the writer.</param>
/// <param name="Number">Number of the row, 1 and up.</param>
public readonly record struct DrillRow(int Writer, long Number);
