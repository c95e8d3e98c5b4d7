using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Utils;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int tb_item(IntPtr tensor, ScalarValue* result);
    [LibraryImport(Library)] internal static partial int tb_item_bytes(IntPtr tensor, void* result);
    [LibraryImport(Library)] internal static partial int tb_copy_to(IntPtr tensor, void* buffer, long bytes);
}

public static partial class torch
{
    public unsafe partial class Tensor
    {
        /// The dtype whose elements a C# type holds.
        internal static ScalarType TypeOf<T>()
        {
            if (typeof(T) == typeof(float)) return ScalarType.Float32;
            if (typeof(T) == typeof(double)) return ScalarType.Float64;
            if (typeof(T) == typeof(long)) return ScalarType.Int64;
            if (typeof(T) == typeof(int)) return ScalarType.Int32;
            if (typeof(T) == typeof(byte)) return ScalarType.Byte;
            if (typeof(T) == typeof(bool)) return ScalarType.Bool;
            if (typeof(T) == typeof(short)) return ScalarType.Int16;
            if (typeof(T) == typeof(sbyte)) return ScalarType.Int8;
            if (typeof(T) == typeof(Half)) return ScalarType.Float16;
            if (typeof(T) == typeof((float, float))) return ScalarType.ComplexFloat32;
            if (typeof(T) == typeof(Complex)) return ScalarType.ComplexFloat64;
            throw new ArgumentException($"No tensor holds elements of type {typeof(T)}.");
        }

        void RequireType<T>()
        {
            if (dtype != TypeOf<T>()) throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}.");
        }

        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            RequireType<T>();
            return new TensorAccessor<T>(this);
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException("The tensor must have exactly one element.");
            RequireType<T>();
            T result;
            Native.Check(Native.tb_item_bytes(Handle, &result));
            GC.KeepAlive(this);
            return result;
        }

        internal ScalarValue ItemValue()
        {
            ScalarValue result;
            Native.Check(Native.tb_item(Handle, &result));
            GC.KeepAlive(this);
            return result;
        }

        public Scalar ToScalar()
        {
            var value = ItemValue();
            return new Scalar(value, value.Kind switch { 0 => ScalarType.Int64, 2 => ScalarType.Bool, 3 => ScalarType.ComplexFloat64, _ => ScalarType.Float64 });
        }

        /// The live storage of contiguous data on the CPU.
        public Span<byte> bytes
        {
            get
            {
                var count = ContiguousBytes();
                if (count > int.MaxValue) throw new ArgumentException("The tensor has more bytes than a span can address.");
                return count == 0 ? default : new Span<byte>(Data, (int)count);
            }
            set
            {
                var count = ContiguousBytes();
                if (count != value.Length) throw new ArgumentException($"The tensor has {count} bytes, the span {value.Length}.");
                value.CopyTo(bytes);
            }
        }

        long ContiguousBytes()
        {
            if (!is_contiguous()) throw new InvalidOperationException("The tensor is not contiguous; its bytes cannot be read or written directly.");
            if (device_type != DeviceType.CPU) throw new InvalidOperationException("The bytes of a tensor are reachable only on the CPU.");
            return NumberOfElements * ElementSize;
        }

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
            var left = ContiguousBytes();
            if (left == 0) return;
            var data = (byte*)Data;
            // A few large writes: the buffer size is the smallest that is used.
            for (long chunk = Math.Max(bufferSize, 1 << 20); left > 0; left -= chunk, data += chunk)
                stream.Write(new ReadOnlySpan<byte>(data, (int)Math.Min(chunk, left)));
            GC.KeepAlive(this);
        }

        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
            var left = ContiguousBytes();
            if (left == 0) return;
            var data = (byte*)Data;
            for (long chunk = Math.Max(bufferSize, 1 << 20); left > 0; left -= chunk, data += chunk)
                stream.ReadExactly(new Span<byte>(data, (int)Math.Min(chunk, left)));
            GC.KeepAlive(this);
        }

        T ReadCpu<T>(long i) where T : unmanaged
        {
            if (dtype != TypeOf<T>()) throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}.");
            ArgumentOutOfRangeException.ThrowIfNegative(i);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, NumberOfElements);
            var result = ((T*)Data)[i];
            GC.KeepAlive(this);
            return result;
        }

        public float ReadCpuSingle(long i) => ReadCpu<float>(i);
        public double ReadCpuDouble(long i) => ReadCpu<double>(i);
        public int ReadCpuInt32(long i) => ReadCpu<int>(i);
        public long ReadCpuInt64(long i) => ReadCpu<long>(i);
        public byte ReadCpuByte(long i) => ReadCpu<byte>(i);
        public sbyte ReadCpuSByte(long i) => ReadCpu<sbyte>(i);
        public short ReadCpuInt16(long i) => ReadCpu<short>(i);
        public bool ReadCpuBool(long i) => ReadCpu<bool>(i);
        public float ReadCpuFloat16(long i) => (float)ReadCpu<Half>(i);
        public T ReadCpuValue<T>(long i) where T : unmanaged => ReadCpu<T>(i);

        /// Nested lists, one level a dimension; a number for a 0-d tensor.
        public object tolist()
        {
            if (ndim == 0)
            {
                var value = ItemValue();
                return dtype switch
                {
                    ScalarType.Byte => (object)(byte)value.Integer,
                    ScalarType.Int8 => (sbyte)value.Integer,
                    ScalarType.Int16 => (short)value.Integer,
                    ScalarType.Int32 => (int)value.Integer,
                    ScalarType.Int64 => value.Integer,
                    ScalarType.Float16 => (Half)value.Real,
                    ScalarType.Float32 => (float)value.Real,
                    ScalarType.BFloat16 => (float)value.Real,
                    ScalarType.Float64 => value.Real,
                    ScalarType.Bool => value.Integer != 0,
                    ScalarType.ComplexFloat32 => ((float)value.Real, (float)value.Imaginary),
                    _ => new Complex(value.Real, value.Imaginary),
                };
            }
            var list = new ArrayList();
            foreach (var part in unbind())
            {
                list.Add(part.tolist());
                part.Dispose();
            }
            return list;
        }
    }
}
