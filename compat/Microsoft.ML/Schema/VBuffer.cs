using System.Collections;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public readonly struct VBuffer<T> : IEnumerable
{
    private readonly T[] _values;
    private readonly int[] _indices;
    private readonly int _count;

    public readonly int Length;

    public VBuffer(int length, T[] values, int[] indices = null)
    {
        Contracts.CheckParam(null, length >= 0, nameof(length), "A length cannot be negative");
        Contracts.CheckParam(null, (values?.Length ?? 0) >= length, nameof(values), "There are fewer values than the length says");
        Length = length;
        _count = length;
        _values = values;
        _indices = indices;
    }

    public VBuffer(int length, int count, T[] values, int[] indices)
    {
        Contracts.CheckParam(null, length >= 0, nameof(length), "A length cannot be negative");
        Contracts.CheckParam(null, (uint)count <= (uint)length, nameof(count), "The count has to be in 0 … length");
        Contracts.CheckParam(null, (values?.Length ?? 0) >= count, nameof(values), "There are fewer values than the count says");
        Contracts.CheckParam(null, count == length || (indices?.Length ?? 0) >= count, nameof(indices), "There are fewer indices than the count says");
        Length = length;
        _count = count;
        _values = values;
        _indices = indices;
    }

    /// For callers that know that the arrays are long enough.
    private VBuffer(T[] values, int[] indices, int length)
    {
        Length = length;
        _count = length;
        _values = values;
        _indices = indices;
    }

    public bool IsDense => _count == Length;

    internal T[] ValueArray => _values;

    internal int[] IndexArray => _indices;

    internal int Count => _count;

    public ReadOnlySpan<T> GetValues() => new(_values, 0, _count);

    public ReadOnlySpan<int> GetIndices() => IsDense ? default : new ReadOnlySpan<int>(_indices, 0, _count);

    public void CopyTo(ref VBuffer<T> destination)
    {
        if (IsDense)
        {
            CopyDense(GetValues(), ref destination);
            return;
        }
        var editor = VBufferEditor.Create(ref destination, Length, _count);
        if (_count > 0)
        {
            GetValues().CopyTo(editor.Values);
            GetIndices().CopyTo(editor.Indices);
        }
        destination = editor.Commit();
    }

    public void CopyTo(ref VBuffer<T> destination, int sourceIndex, int length)
    {
        Contracts.CheckParam(null, 0 <= sourceIndex && sourceIndex <= Length, nameof(sourceIndex), "Outside of the vector");
        Contracts.CheckParam(null, 0 <= length && length <= Length - sourceIndex, nameof(length), "Outside of the vector");
        if (IsDense)
        {
            var dense = VBufferEditor.Create(ref destination, length, length);
            GetValues().Slice(sourceIndex, length).CopyTo(dense.Values);
            destination = dense.Commit();
            return;
        }
        var indices = GetIndices();
        var first = LowerBound(indices, sourceIndex);
        var count = LowerBound(indices, sourceIndex + length) - first;
        var editor = VBufferEditor.Create(ref destination, length, count);
        GetValues().Slice(first, count).CopyTo(editor.Values);
        if (count < length)
            for (var i = 0; i < count; i++)
                editor.Indices[i] = indices[first + i] - sourceIndex;
        destination = editor.Commit();
    }

    public void CopyToDense(ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, Length, Length);
        CopyTo(editor.Values);
        destination = editor.Commit();
    }

    public void CopyTo(Span<T> destination) => CopyTo(destination, 0);

    public void CopyTo(Span<T> destination, int destinationIndex, T defaultValue = default)
    {
        Contracts.CheckParam(null, 0 <= destinationIndex && destinationIndex <= destination.Length - Length, nameof(destination), "The destination is too small for the vector");
        var target = destination.Slice(destinationIndex, Length);
        if (_count == 0)
        {
            // Also with another defaultValue, as the official library does.
            target.Clear();
            return;
        }
        if (IsDense)
        {
            GetValues().CopyTo(target);
            return;
        }
        target.Fill(defaultValue);
        var indices = GetIndices();
        for (var i = 0; i < indices.Length; i++)
            target[indices[i]] = _values[i];
    }

    /// The shortest way to a dense copy; indices that the destination has are kept for later.
    internal static void CopyDense(ReadOnlySpan<T> source, ref VBuffer<T> destination)
    {
        var values = destination._values;
        if (destination._count == source.Length && destination.Length == source.Length)
        {
            source.CopyTo(values);
            return;
        }
        if (values is null || values.Length < source.Length)
            values = new T[source.Length];
        source.CopyTo(values);
        destination = new VBuffer<T>(values, destination._indices, source.Length);
    }

    public static void Copy(T[] source, int sourceIndex, ref VBuffer<T> destination, int length)
    {
        Contracts.CheckParam(null, 0 <= length && length <= (source?.Length ?? 0), nameof(length), "Outside of the source");
        Contracts.CheckParam(null, 0 <= sourceIndex && sourceIndex <= (source?.Length ?? 0) - length, nameof(sourceIndex), "Outside of the source");
        CopyDense(source.AsSpan(sourceIndex, length), ref destination);
    }

    public IEnumerable<KeyValuePair<int, T>> Items(bool all = false)
    {
        if (!all)
        {
            for (var i = 0; i < _count; i++)
                yield return new(IsDense ? i : _indices[i], _values[i]);
            yield break;
        }
        var next = 0;
        for (var i = 0; i < Length; i++)
            yield return IsDense ? new(i, _values[i])
                : next < _count && _indices[next] == i ? new(i, _values[next++])
                : new(i, default);
    }

    public IEnumerable<T> DenseValues() => Items(true).Select(item => item.Value);

    public void GetItemOrDefault(int index, ref T destination) => destination = GetItemOrDefault(index);

    public T GetItemOrDefault(int index)
    {
        Contracts.CheckParam(null, 0 <= index && index < Length, nameof(index), "Outside of the vector");
        if (IsDense)
            return _values[index];
        var at = _count > 0 ? Array.BinarySearch(_indices, 0, _count, index) : -1;
        return at >= 0 ? _values[at] : default;
    }

    public IEnumerator GetEnumerator() => (_values ?? []).GetEnumerator();

    public override string ToString() => IsDense ? $"Dense vector of size {Length}" : $"Sparse vector of size {Length}, {_count} explicit values";

    private static int LowerBound(ReadOnlySpan<int> indices, int value)
    {
        var at = indices.BinarySearch(value);
        return at < 0 ? ~at : at;
    }
}
