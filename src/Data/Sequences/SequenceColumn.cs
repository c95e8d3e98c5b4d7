using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>
/// Sequences of numbers or keys before the data are seen: vectors of float, of known size or not, with one or more numbers per step, and
/// vectors of keys.
/// </summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="mayBeNumbers">Whether vectors of float will do.</param>
/// <param name="stepSize">Numbers per step; null takes the last dimension of a vector of several dimensions, else 1.</param>
/// <param name="maximumLength">Steps that are read at most; null reads as many as the longest row has.</param>
/// <param name="mayBeKeys">Whether vectors of keys will do.</param>
/// <param name="frames">Size of the pictures whose paths the column holds, and nothing else; null for none.</param>
internal sealed class SequenceColumn(
    string name, string role, bool mayBeNumbers = true, int? stepSize = null, int? maximumLength = null, bool mayBeKeys = true,
    ImageFormat? frames = null)
    : UnsizedColumn(name, role)
{
    /// <inheritdoc/>
    public override string ExpectedType => ExpectedShape;

    /// <inheritdoc/>
    public override string ExpectedShape => frames is not null ? FrameFiles.ExpectedType : (mayBeNumbers, mayBeKeys) switch
    {
        (true, true) => "Vector<Single>, VarVector<Single> or a vector of keys",
        (true, false) => "Vector<Single> or VarVector<Single>",
        _ => "a vector of keys",
    };

    /// <summary>The number of keys of a column of keys; 0 if it holds numbers.</summary>
    /// <exception cref="InvalidOperationException">There are more than can be told apart.</exception>
    public static int KeyCountOf(DataViewSchema.Column column)
    {
        if (((VectorDataViewType)column.Type).ItemType is not KeyDataViewType { Count: var count })
            return 0;
        return count < int.MaxValue // one more stands for a missing key, or for the end
            ? (int)count
            : throw new InvalidOperationException(
                $"Column '{column.Name}' has keys up to {count}; there can be {int.MaxValue - 1} at most. Map its values to keys of their "
                    + "own (MapValueToKey).");
    }

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => type is VectorDataViewType vector
        && (frames is not null ? vector.ItemType is TextDataViewType : vector.ItemType is KeyDataViewType key
            ? mayBeKeys && IsRead(key.RawType)
            : mayBeNumbers && vector.ItemType.Equals(NumberDataViewType.Single));

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => column.Kind != SchemaShape.Column.VectorKind.Scalar
        && (frames is not null ? column.ItemType is TextDataViewType && !column.IsKey : column.IsKey
            ? mayBeKeys && IsRead(column.ItemType.RawType)
            : mayBeNumbers && column.ItemType.Equals(NumberDataViewType.Single));

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) => frames is not null
        ? "With FilePaths the column holds the paths of a row's picture files; leave it out for numbers."
        : SchemaRemedies.ToSequence(column, mayBeNumbers);

    /// <summary>The column as it is in data: keys or numbers, and how long.</summary>
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A row's length is no multiple of the step size, or every row is empty.</exception>
    public override SequenceInput SizedBy(IDataView data) => SizedWhereThereAreSteps(data)
        ?? throw new InvalidOperationException($"Column '{Name}' holds no step in any row.");

    /// <summary>The same; null if every row is empty.</summary>
    /// <exception cref="InvalidOperationException">A row's length is no multiple of the step size.</exception>
    public SequenceInput? SizedWhereThereAreSteps(IDataView data)
    {
        SchemaFaults.Check(data.Schema, [this]);
        var column = data.Schema[Name];
        var type = (VectorDataViewType)column.Type;
        var keys = KeyCountOf(column);
        var step = keys > 0 || frames is not null ? 1 : stepSize ?? (type.Dimensions.Length > 1 ? Math.Max(1, type.Dimensions[^1]) : 1);
        var numbers = type.IsKnownSize ? type.Size : Longest(data, column);
        if (type.IsKnownSize && numbers % step != 0) // else the reader names the row
            throw new InvalidOperationException($"Column '{Name}' holds {numbers} numbers; that is no multiple of the step size {step}.");
        return numbers == 0 ? null : new SequenceInput(
            Name, Role, new SequenceShape(
                keys, frames?.Count ?? step, Math.Min(maximumLength ?? int.MaxValue, Math.Max(1, numbers / step)), frames));
    }

    private static bool IsRead(Type key) => key == typeof(uint) || key == typeof(ushort) || key == typeof(byte);

    private static int Longest(IDataView data, DataViewSchema.Column column)
    {
        var item = ((VectorDataViewType)column.Type).ItemType.RawType;
        return item == typeof(uint) ? Longest<uint>(data, column)
            : item == typeof(ushort) ? Longest<ushort>(data, column)
            : item == typeof(byte) ? Longest<byte>(data, column)
            : item == typeof(ReadOnlyMemory<char>) ? Longest<ReadOnlyMemory<char>>(data, column)
            : Longest<float>(data, column);
    }

    private static int Longest<T>(IDataView data, DataViewSchema.Column column)
    {
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<T>>(column);
        var buffer = default(VBuffer<T>);
        var longest = 0;
        while (cursor.MoveNext())
        {
            getter(ref buffer);
            longest = Math.Max(longest, buffer.Length);
        }
        return longest;
    }
}
