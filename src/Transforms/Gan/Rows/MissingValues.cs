using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>Getters of the missing value of any type: NaN, key 0, empty text, and the default where a type has none.</summary>
internal static class MissingValues
{
    /// <summary>A getter for a column of this type.</summary>
    public static ValueGetter<TValue> Getter<TValue>(DataViewType type)
    {
        if (typeof(TValue) == typeof(float))
            return (ValueGetter<TValue>)(Delegate)(ValueGetter<float>)((ref float value) => value = float.NaN);
        if (typeof(TValue) == typeof(double))
            return (ValueGetter<TValue>)(Delegate)(ValueGetter<double>)((ref double value) => value = double.NaN);
        if (type is not VectorDataViewType vector)
            return (ref TValue value) => value = default!;
        return (ValueGetter<TValue>)RawType.Visit(vector.ItemType.RawType, new OfVectors(vector.Size));
    }

    private static ValueGetter<VBuffer<TItem>> VectorGetter<TItem>(int size)
    {
        if (default(TItem) is not (float or double))
            return (ref VBuffer<TItem> value) => value = VBufferEditor.Create(ref value, size, 0).Commit(); // sparse: defaults
        var missing = default(TItem) is float ? (TItem)(object)float.NaN : (TItem)(object)double.NaN;
        return (ref VBuffer<TItem> value) =>
        {
            var editor = VBufferEditor.Create(ref value, size);
            editor.Values.Fill(missing);
            value = editor.Commit();
        };
    }

    private sealed class OfVectors(int size) : IRawTypeVisitor<Delegate>
    {
        public Delegate Visit<T>() => VectorGetter<T>(size);
    }
}
