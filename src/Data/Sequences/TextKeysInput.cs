using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>A text per row, read as numbers of its parts, and how many they are; longer texts are cut at the end.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="maximumLength">Numbers that are read of a text.</param>
internal abstract class TextKeysInput(string name, int maximumLength) : SizedColumn(name, "input")
{
    private readonly TextColumn _text = new(name);

    /// <inheritdoc/>
    public override int Width => maximumLength;

    /// <inheritdoc/>
    public override ScalarType TensorType => ScalarType.Int32;

    /// <inheritdoc/>
    public override bool HasLengths => true;

    /// <inheritdoc/>
    public override string ExpectedType => _text.ExpectedType;

    /// <inheritdoc/>
    public override string ExpectedShape => _text.ExpectedShape;

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => _text.Accepts(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => _text.Accepts(column);

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(column);
        return (block, at) =>
        {
            var text = default(ReadOnlyMemory<char>);
            getter(ref text);
            var numbers = block.Row<int>(at);
            numbers.Clear();
            block.Lengths[at] = Write(text, numbers);
            return true;
        };
    }

    /// <summary>Writes the numbers of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="numbers">Receives as many as there are, at most its length; 0 before.</param>
    /// <returns>How many.</returns>
    private protected abstract int Write(ReadOnlyMemory<char> text, Span<int> numbers);
}
