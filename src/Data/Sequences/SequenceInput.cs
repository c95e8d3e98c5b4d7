using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>
/// Sequences of numbers or keys, one per row and of any length. A row becomes its steps, padded with zeros; its length stands beside it.
/// </summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="shape">What the column must hold.</param>
/// <remarks>A key is its number from 1; 0 is a missing key. Longer sequences are cut at the end.</remarks>
internal sealed class SequenceInput(string name, string role, SequenceShape shape) : SizedColumn(name, role)
{
    private readonly SequenceColumn _ofAnyLength = new(name, role, frames: shape.Frames);

    /// <summary>What the column holds.</summary>
    public SequenceShape Shape => shape;

    /// <inheritdoc/>
    public override int Width => shape.Width;

    /// <inheritdoc/>
    public override ScalarType TensorType => shape.KeyCount > 0 ? ScalarType.Int32 : ScalarType.Float32;

    /// <inheritdoc/>
    public override bool HasLengths => true;

    /// <inheritdoc/>
    public override DataViewType Type => shape.Frames is not null
        ? new VectorDataViewType(TextDataViewType.Instance)
        : shape.KeyCount > 0
        ? new VectorDataViewType(new KeyDataViewType(typeof(uint), shape.KeyCount))
        : new VectorDataViewType(NumberDataViewType.Single);

    /// <inheritdoc/>
    public override string ExpectedType => shape.Frames is not null ? FrameFiles.ExpectedType
        : shape.KeyCount > 0 ? $"a vector of keys up to {shape.KeyCount}" : "a vector of Single";

    /// <inheritdoc/>
    public override string ExpectedShape => ExpectedType;

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) =>
        _ofAnyLength.Accepts(type)
            && (shape.Frames is not null || (((VectorDataViewType)type).ItemType is KeyDataViewType key
                ? (ulong)shape.KeyCount == key.Count : shape.KeyCount == 0));

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => _ofAnyLength.Accepts(column) && column.IsKey == (shape.KeyCount > 0);

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column)
    {
        var item = ((VectorDataViewType)column.Type).ItemType.RawType;
        return item == typeof(uint) ? Reader<uint, int>(row, column, key => (int)key)
            : item == typeof(ushort) ? Reader<ushort, int>(row, column, key => key)
            : item == typeof(byte) ? Reader<byte, int>(row, column, key => key)
            : item == typeof(ReadOnlyMemory<char>) ? FrameReader(row, column)
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
            : item == typeof(ReadOnlyMemory<char>) ? StepsReader<ReadOnlyMemory<char>>(row, column)
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

    private int StepsOf(int numbers, DataViewRow row) => shape.Frames is not null ? numbers : numbers % shape.StepSize == 0
        ? numbers / shape.StepSize
        : throw new InvalidOperationException(
            $"Column '{Name}' holds {numbers} numbers in row {row.Position}; that is no multiple of the step size {shape.StepSize}.");

    private RowReader FrameReader(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
        var paths = default(VBuffer<ReadOnlyMemory<char>>);
        var files = new FrameFiles(Name, shape.Frames!);
        return (block, at) =>
        {
            var destination = block.Row<float>(at);
            getter(ref paths);
            var steps = Math.Min(paths.Length, shape.MaximumLength);
            destination.Clear();
            for (var step = 0; step < steps; step++)
                files.Read(paths.GetItemOrDefault(step), destination.Slice(step * shape.StepSize, shape.StepSize), row.Position, step);
            block.Lengths[at] = steps;
            return true;
        };
    }

    private RowReader Reader<T, TNumber>(DataViewRow row, DataViewSchema.Column column, Func<T, TNumber> convert)
        where TNumber : unmanaged
    {
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
}
