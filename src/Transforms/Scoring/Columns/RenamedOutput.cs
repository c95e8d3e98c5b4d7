namespace DeepML.Transforms;

/// <summary>A column under another name.</summary>
/// <param name="column">The column.</param>
/// <param name="name">Its name.</param>
internal sealed class RenamedOutput(OutputColumn column, string name) : OutputColumn(name, column.Type, column.AnnotationsIn)
{
    /// <inheritdoc/>
    public override int Width => column.Width;

    /// <inheritdoc/>
    public override OutputBlock CreateBlock(int rows) => column.CreateBlock(rows);

    /// <inheritdoc/>
    public override Delegate Getter(ScoredBlock block, int index) => column.Getter(block, index);
}
