using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>A text per row, as keys of the words and parts of words that it is made of, from 1, and their number.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="pieces">Cuts texts.</param>
/// <param name="maximumLength">Keys of a text at most.</param>
internal sealed class WordPieceInput(string name, WordPieces pieces, int maximumLength) : SizedColumn(name, "input")
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
            var found = pieces.Encode(text.ToString(), maximumLength);
            var destination = block.Row<int>(at);
            destination.Clear();
            for (var i = 0; i < found.Count; i++)
                destination[i] = found[i] + 1; // keys start at 1
            block.Lengths[at] = found.Count;
            return true;
        };
    }
}
