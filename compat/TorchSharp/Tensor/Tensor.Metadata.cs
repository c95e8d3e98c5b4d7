using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial int tb_tensor_data(IntPtr tensor, void** data);
    [LibraryImport(Library)] internal static partial int tb_set_names(IntPtr tensor, byte* names, int count);
    [LibraryImport(Library)] internal static partial byte tb_has_names(IntPtr tensor);
    [LibraryImport(Library)] internal static partial byte* tb_name(IntPtr tensor, int i);
    [LibraryImport(Library)] internal static partial byte tb_flags(IntPtr tensor);
    [LibraryImport(Library)] internal static partial IntPtr tb_pin_memory(IntPtr tensor);
}

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public ScalarType dtype => (ScalarType)Keep(Native.tb_tensor_dtype(Handle));
        public DeviceType device_type => (DeviceType)Keep(Native.tb_tensor_device_type(Handle));
        public int device_index => Keep(Native.tb_tensor_device_index(Handle));
        public Device device => device_type == DeviceType.CPU ? new Device(DeviceType.CPU, -1) : new Device(device_type, device_index);

        public long ndim => Keep(Native.tb_tensor_dim(Handle));
        public long dim() => ndim;
        public long Dimensions => ndim;
        public long numel() => NumberOfElements;
        public long element_size() => ElementSize;
        public long storage_offset() => Keep(Native.tb_tensor_storage_offset(Handle));
        public bool is_leaf => Keep(Native.tb_tensor_is_leaf(Handle)) != 0;
        public bool is_contiguous() => Keep(Native.tb_tensor_is_contiguous(Handle)) != 0;
        public bool is_cuda => device_type == DeviceType.CUDA;
        public bool is_meta => device_type == DeviceType.META;
        public bool is_cpu() => device_type == DeviceType.CPU;
        public bool is_sparse => (Flags & 1) != 0;
        public bool is_pinned() => (Flags & 2) != 0;
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_complex() => torch.is_complex(dtype);
        public bool is_integral() => torch.is_integral(dtype);
        public bool is_nonzero() => this.ToBoolean();

        byte Flags => Keep(Native.tb_flags(Handle));

        public long NumberOfElements
        {
            get
            {
                var result = Native.tb_tensor_numel(Handle);
                GC.KeepAlive(this);
                return result;
            }
        }

        public long ElementSize
        {
            get
            {
                var result = Native.tb_tensor_element_size(Handle);
                GC.KeepAlive(this);
                return result;
            }
        }

        public long[] shape
        {
            get
            {
                var handle = Handle;
                var rank = Native.tb_tensor_dim(handle);
                var result = rank == 0 ? [] : new long[rank];
                fixed (long* p = result) Native.tb_tensor_sizes(handle, p);
                GC.KeepAlive(this);
                return result;
            }
        }

        public long[] size() => shape;

        public long size(int dim)
        {
            var rank = (int)ndim;
            if (dim < -rank || dim >= rank) throw new ExternalException($"Dimension out of range (expected to be in range of [{-rank}, {rank - 1}], but got {dim})");
            Span<long> sizes = stackalloc long[rank];
            Sizes(sizes);
            return sizes[dim < 0 ? dim + rank : dim];
        }

        /// The sizes without an allocation; the span has room for every dimension.
        internal void Sizes(Span<long> sizes)
        {
            fixed (long* p = sizes) Native.tb_tensor_sizes(Handle, p);
            GC.KeepAlive(this);
        }

        public long[] stride()
        {
            var handle = Handle;
            var result = new long[Native.tb_tensor_dim(handle)];
            fixed (long* p = result) Native.tb_tensor_strides(handle, p);
            GC.KeepAlive(this);
            return result;
        }

        public long stride(int dim)
        {
            var all = stride();
            var rank = all.Length;
            if (dim < -rank || dim >= rank) throw new ExternalException($"Dimension out of range (expected to be in range of [{-rank}, {rank - 1}], but got {dim})");
            return all[dim < 0 ? dim + rank : dim];
        }

        /// Address of the first element.
        internal void* Data
        {
            get
            {
                void* data;
                Native.Check(Native.tb_tensor_data(Handle, &data));
                return data;
            }
        }

        T Keep<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }

        public string name { get; set; } = null!;

        public bool has_names() => Keep(Native.tb_has_names(Handle)) != 0;

        public string[] names
        {
            get
            {
                var result = new string[ndim];
                if (has_names())
                    for (var i = 0; i < result.Length; i++)
                        result[i] = Marshal.PtrToStringUTF8((IntPtr)Native.tb_name(Handle, i))!;
                GC.KeepAlive(this);
                return result;
            }
        }

        /// Gives the dimensions names, in place; null entries stay without.
        internal Tensor SetNames(string[]? names)
        {
            if (names is null) return this;
            var text = System.Text.Encoding.UTF8.GetBytes(string.Join('\0', names) + '\0');
            fixed (byte* p = text) return InPlace(Native.tb_set_names(Handle, p, names.Length));
        }

        public Tensor pin_memory() => Result(Native.tb_pin_memory(Handle));
    }
}
