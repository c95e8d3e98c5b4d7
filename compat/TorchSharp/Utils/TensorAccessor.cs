using System.Collections;
using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// The elements of a tensor in their logical, row-major order. Reads and writes the live storage, or a copy on the CPU.
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    readonly torch.Tensor _tensor;
    readonly long[] _shape, _strides;
    readonly bool _contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        _tensor = tensor.device_type == DeviceType.CPU ? tensor : tensor.cpu();
        _shape = _tensor.shape;
        _strides = _tensor.stride();
        _contiguous = _tensor.is_contiguous();
        Count = _tensor.NumberOfElements;
    }

    public long Count { get; }
    public bool IsReadOnly => false;

    T* Data => (T*)_tensor.Data;

    public T[] ToArray()
    {
        if (_shape.Length < 2 && Count == 0) return [];
        if (Count == 0) throw new ArgumentOutOfRangeException(nameof(Count), "A tensor of two or more dimensions has no elements.");
        var result = GC.AllocateUninitializedArray<T>((int)Count);
        fixed (T* p = result) Native.Check(Native.tb_copy_to(_tensor.Handle, p, Count * sizeof(T)));
        GC.KeepAlive(_tensor);
        return result;
    }

    public Array ToNDArray()
    {
        if (_shape.Length == 0)
        {
            var scalar = Array.CreateInstance(typeof(T), 1);
            scalar.SetValue(ToArray()[0], 0);
            return scalar;
        }
        if (_shape.Length == 1) return ToArray();
        var result = Array.CreateInstance(typeof(T), _shape);
        if (Count == 0) return result;
        fixed (byte* p = &MemoryMarshal.GetArrayDataReference(result)) Native.Check(Native.tb_copy_to(_tensor.Handle, p, Count * sizeof(T)));
        GC.KeepAlive(_tensor);
        return result;
    }

    /// Position in the storage of the i-th element.
    long Offset(long i)
    {
        if (_contiguous) return i;
        long offset = 0;
        for (var d = _shape.Length - 1; d >= 0; d--)
        {
            offset += i % _shape[d] * _strides[d];
            i /= _shape[d];
        }
        return offset;
    }

    long Offset(ReadOnlySpan<long> indices)
    {
        if (indices.Length == 1 && _shape.Length > 1)
        {
            var i = indices[0];
            ArgumentOutOfRangeException.ThrowIfNegative(i);
            if (i >= Count) throw new IndexOutOfRangeException();
            return Offset(i);
        }
        return Strict(indices);
    }

    long Strict(ReadOnlySpan<long> indices)
    {
        if (indices.Length != _shape.Length && !(indices.Length == 1 && _shape.Length == 0)) throw new IndexOutOfRangeException();
        long offset = 0;
        for (var d = 0; d < indices.Length; d++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[d]);
            if (indices[d] >= (_shape.Length == 0 ? 1 : _shape[d])) throw new IndexOutOfRangeException();
            offset += _shape.Length == 0 ? 0 : indices[d] * _strides[d];
        }
        return offset;
    }

    public T this[params long[] indices]
    {
        get => Data[Offset(indices)];
        set => Data[Strict(indices)] = value;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// As many elements as fit.
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        var count = (int)Math.Min(target.Length, Count - tensorIndex);
        if (count <= 0) return;
        var data = Data;
        if (_contiguous) new ReadOnlySpan<T>(data + tensorIndex, count).CopyTo(target);
        else if (tensorIndex == 0 && count == Count) fixed (T* p = target) Native.Check(Native.tb_copy_to(_tensor.Handle, p, Count * sizeof(T)));
        else for (var i = 0; i < count; i++) target[i] = data[Offset(tensorIndex + i)];
        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        var count = (int)Math.Min(source.Length, Count - tensorIndex);
        if (count <= 0) return;
        var data = Data;
        if (_contiguous) source[..count].CopyTo(new Span<T>(data + tensorIndex, count));
        else for (var i = 0; i < count; i++) data[Offset(tensorIndex + i)] = source[i];
        GC.KeepAlive(_tensor);
    }

    T At(long i) => Data[Offset(i)];

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return At(i);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && Count == other.Count && this.SequenceEqual(other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left is null ? right is null : left.Equals(right);
    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    /// The tensor stays with its owner.
    public void Dispose() { }
}
