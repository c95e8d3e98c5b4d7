using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public static class VBufferEditor
{
    public static VBufferEditor<T> CreateFromBuffer<T>(ref VBuffer<T> destination) =>
        Create(ref destination, destination.Length, destination.Count);

    public static VBufferEditor<T> Create<T>(ref VBuffer<T> destination, int newLogicalLength, int? valuesCount = null,
        int? maxValuesCapacity = null, bool keepOldOnResize = false, bool requireIndicesOnDense = false)
    {
        Contracts.CheckParam(null, newLogicalLength >= 0, nameof(newLogicalLength), "A length cannot be negative");
        var count = valuesCount ?? newLogicalLength;
        Contracts.CheckParam(null, (uint)count <= (uint)newLogicalLength, nameof(valuesCount), "The count has to be in 0 … length");
        var capacity = Math.Max(maxValuesCapacity ?? count, count);
        Contracts.CheckParam(null, capacity <= newLogicalLength, nameof(maxValuesCapacity), "The capacity cannot be above the length");

        var values = destination.ValueArray;
        var newValues = (values?.Length ?? 0) < count;
        if (newValues)
            values = Enlarged(values, count, capacity, keepOldOnResize);

        var indices = destination.IndexArray;
        var newIndices = false;
        if (count < newLogicalLength || requireIndicesOnDense)
        {
            newIndices = (indices?.Length ?? 0) < count || indices is null;
            if (newIndices)
                indices = Enlarged(indices, count, capacity, keepOldOnResize);
        }
        return new VBufferEditor<T>(newLogicalLength, count, values, indices, requireIndicesOnDense, newValues, newIndices);
    }

    private static TItem[] Enlarged<TItem>(TItem[] old, int count, int capacity, bool keep)
    {
        var enlarged = new TItem[Math.Max(count, Math.Min(capacity, Math.Max(count, 2 * (old?.Length ?? 0))))];
        if (keep && old is not null)
            Array.Copy(old, enlarged, old.Length);
        return enlarged;
    }
}
