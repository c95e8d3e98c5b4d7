using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// Sequences of numbers or keys, one per row and of any length: vectors of float, of known size or not, with one or more numbers
/// per step, and vectors of keys. A row becomes its steps, padded with zeros; its length stands beside it.
/// </summary>
/// <remarks>A key is its number from 1; 0 is a missing key. Longer sequences are cut at the end.</remarks>
internal sealed class SequenceInput : InputColumn
{
    private readonly bool _mayBeNumbers;
    private readonly SequenceShape? _shape;

    /// <param name="name">Name of the column.</param>
    /// <param name="role">The word errors use for it.</param>
    /// <param name="mayBeNumbers">Whether vectors of float will do; keys always do.</param>
    /// <param name="shape">What the column must hold; null before the data are seen.</param>
    public SequenceInput(string name, string role, bool mayBeNumbers = true, SequenceShape? shape = null)
        : base(name, role) => (_mayBeNumbers, _shape) = (mayBeNumbers, shape);

    /// <summary>What the column holds; null before the data are seen.</summary>
    public SequenceShape? Shape => _shape;

    /// <inheritdoc/>
    public override int Width => _shape?.Width ?? 1;

    /// <inheritdoc/>
    public override ScalarType TensorType => _shape is { KeyCount: > 0 } ? ScalarType.Int32 : ScalarType.Float32;

    /// <inheritdoc/>
    public override bool HasLengths => true;

    /// <inheritdoc/>
    public override DataViewType Type => _shape is { KeyCount: > 0 } keys
        ? new VectorDataViewType(new KeyDataViewType(typeof(uint), keys.KeyCount))
        : new VectorDataViewType(NumberDataViewType.Single);

    /// <inheritdoc/>
    public override string ExpectedType => _shape switch
    {
        null => ExpectedShape,
        { KeyCount: > 0 } => $"a vector of keys up to {_shape.KeyCount}",
        _ => "a vector of Single",
    };

    /// <inheritdoc/>
    public override string ExpectedShape => _mayBeNumbers ? "Vector<Single>, VarVector<Single> or a vector of keys" : "a vector of keys";

    /// <summary>The column of data that passed the check, sized by them.</summary>
    /// <param name="data">The data.</param>
    /// <param name="name">Name of the column.</param>
    /// <param name="role">The word errors use for it.</param>
    /// <param name="stepSize">Numbers per step; null takes the last dimension of a vector of several dimensions, else 1.</param>
    /// <param name="maximumLength">Steps that are read at most; null reads as many as the longest row has.</param>
    /// <param name="mayBeNumbers">Whether vectors of float will do.</param>
    /// <exception cref="InvalidOperationException">A row's length is no multiple of the step size, or every row is empty.</exception>
    public static SequenceInput Of(IDataView data, string name, string role, int? stepSize, int? maximumLength, bool mayBeNumbers = true)
    {
        SchemaFaults.Check(data.Schema, [new SequenceInput(name, role, mayBeNumbers)]);
        var column = data.Schema[name];
        var type = (VectorDataViewType)column.Type;
        var keys = KeyCountOf(column);
        var step = keys > 0 ? 1 : stepSize ?? (type.Dimensions.Length > 1 ? Math.Max(1, type.Dimensions[^1]) : 1);
        var numbers = type.IsKnownSize ? type.Size : Longest(data, column);
        if (type.IsKnownSize && numbers % step != 0) // else the reader names the row
            throw new InvalidOperationException($"Column '{name}' holds {numbers} numbers; that is no multiple of the step size {step}.");
        if (numbers == 0)
            throw new InvalidOperationException($"Column '{name}' holds no step in any row.");
        return new SequenceInput(name, role, mayBeNumbers, new SequenceShape(keys, step, Math.Min(maximumLength ?? int.MaxValue, Math.Max(1, numbers / step))));
    }

    /// <summary>The number of keys of a column of keys; 0 if it holds numbers.</summary>
    /// <exception cref="InvalidOperationException">There are more than can be told apart.</exception>
    public static int KeyCountOf(DataViewSchema.Column column)
    {
        if (((VectorDataViewType)column.Type).ItemType is not KeyDataViewType { Count: var count })
            return 0;
        return count < int.MaxValue // one more stands for a missing key, or for the end
            ? (int)count
            : throw new InvalidOperationException(
                $"Column '{column.Name}' has keys up to {count}; there can be {int.MaxValue - 1} at most. Map its values to keys of their own (MapValueToKey).");
    }

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type)
    {
        if (type is not VectorDataViewType vector)
            return false;
        if (vector.ItemType is KeyDataViewType key)
            return (key.RawType == typeof(uint) || key.RawType == typeof(ushort) || key.RawType == typeof(byte))
                && (_shape is null || (ulong)_shape.KeyCount == key.Count);
        return _mayBeNumbers && vector.ItemType.Equals(NumberDataViewType.Single) && _shape is null or { KeyCount: 0 };
    }

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column)
    {
        if (column.Kind == SchemaShape.Column.VectorKind.Scalar)
            return false;
        if (column.IsKey)
            return column.ItemType.RawType == typeof(uint) || column.ItemType.RawType == typeof(ushort) || column.ItemType.RawType == typeof(byte);
        return _mayBeNumbers && column.ItemType.Equals(NumberDataViewType.Single);
    }

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column)
    {
        var item = ((VectorDataViewType)column.Type).ItemType.RawType;
        return item == typeof(uint) ? Reader<uint, int>(row, column, key => (int)key)
            : item == typeof(ushort) ? Reader<ushort, int>(row, column, key => key)
            : item == typeof(byte) ? Reader<byte, int>(row, column, key => key)
            : Reader<float, float>(row, column, number => number);
    }

    /// <summary>A function that gives the steps of the current row, those included that are cut.</summary>
    /// <exception cref="InvalidOperationException">The row's length is no multiple of the step size.</exception>
    public Func<int> BindSteps(DataViewRow row, DataViewSchema.Column column)
    {
        var item = ((VectorDataViewType)column.Type).ItemType.RawType;
        return item == typeof(uint) ? StepsReader<uint>(row, column)
            : item == typeof(ushort) ? StepsReader<ushort>(row, column)
            : item == typeof(byte) ? StepsReader<byte>(row, column)
            : StepsReader<float>(row, column);
    }

    private Func<int> StepsReader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        var buffer = default(VBuffer<T>);
        return () =>
        {
            getter(ref buffer);
            return StepsOf(buffer.Length, row);
        };
    }

    private int StepsOf(int numbers, DataViewRow row) => numbers % _shape!.StepSize == 0
        ? numbers / _shape.StepSize
        : throw new InvalidOperationException(
            $"Column '{Name}' holds {numbers} numbers in row {row.Position}; that is no multiple of the step size {_shape.StepSize}.");

    private RowReader Reader<T, TNumber>(DataViewRow row, DataViewSchema.Column column, Func<T, TNumber> convert)
        where TNumber : unmanaged
    {
        var shape = _shape!;
        var getter = row.GetGetter<VBuffer<T>>(column);
        var buffer = default(VBuffer<T>);
        return (block, at) =>
        {
            var destination = block.Row<TNumber>(at);
            getter(ref buffer);
            var steps = Math.Min(StepsOf(buffer.Length, row), shape.MaximumLength);
            destination.Clear();
            var numbers = steps * shape.StepSize;
            foreach (var (index, value) in buffer.Items())
                if (index < numbers)
                    destination[index] = convert(value);
            block.Lengths[at] = steps;
            return true;
        };
    }

    private static int Longest(IDataView data, DataViewSchema.Column column)
    {
        var item = ((VectorDataViewType)column.Type).ItemType.RawType;
        return item == typeof(uint) ? Longest<uint>(data, column)
            : item == typeof(ushort) ? Longest<ushort>(data, column)
            : item == typeof(byte) ? Longest<byte>(data, column)
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
