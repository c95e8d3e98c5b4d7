using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public readonly ref struct VBufferEditor<T>
{
    private readonly int _length;
    private readonly T[] _values;
    private readonly int[] _indices;

    internal VBufferEditor(int length, int count, T[] values, int[] indices, bool withIndices, bool newValues, bool newIndices)
    {
        _length = length;
        _values = values;
        _indices = indices;
        Values = new Span<T>(values, 0, count);
        Indices = count < length || withIndices ? new Span<int>(indices, 0, count) : default;
        CreatedNewValues = newValues;
        CreatedNewIndices = newIndices;
    }

    public readonly Span<T> Values;

    public readonly Span<int> Indices;

    public bool CreatedNewValues { get; }

    public bool CreatedNewIndices { get; }

    public VBuffer<T> Commit() => new(_length, Values.Length, _values, _indices);

    public VBuffer<T> CommitTruncated(int physicalValuesCount)
    {
        Contracts.CheckParam(null, (uint)physicalValuesCount <= (uint)Values.Length, nameof(physicalValuesCount), "More values than the editor holds");
        return new VBuffer<T>(_length, physicalValuesCount, _values, _indices ?? (physicalValuesCount < _length && physicalValuesCount == 0 ? [] : null));
    }
}
