using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>A text per row, as the numbers of its characters in an alphabet, and its length; longer texts are cut at the end.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="alphabet">The characters known, in order.</param>
/// <param name="maximumLength">Characters that are read of a text.</param>
internal sealed class TextSequenceInput(string name, Alphabet alphabet, int maximumLength) : SizedColumn(name, "input")
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
            var destination = block.Row<int>(at);
            var text = default(ReadOnlyMemory<char>);
            getter(ref text);
            destination.Clear();
            var length = 0;
            foreach (var rune in text.Span.EnumerateRunes())
            {
                if (length == maximumLength)
                    break;
                destination[length++] = alphabet.IndexOf(rune);
            }
            block.Lengths[at] = length;
            return true;
        };
    }
}
