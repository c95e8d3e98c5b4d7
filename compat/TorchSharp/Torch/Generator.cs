using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial IntPtr tb_generator_default();
    [LibraryImport(Library)] internal static partial IntPtr tb_generator_new(ulong seed, int deviceType, int deviceIndex);
    [LibraryImport(Library)] internal static partial void tb_generator_free(IntPtr generator);
    [LibraryImport(Library)] internal static partial int tb_generator_manual_seed(IntPtr generator, long seed);
    [LibraryImport(Library)] internal static partial long tb_generator_seed(IntPtr generator);
    [LibraryImport(Library)] internal static partial long tb_generator_initial_seed(IntPtr generator);
    [LibraryImport(Library)] internal static partial IntPtr tb_generator_get_state(IntPtr generator);
    [LibraryImport(Library)] internal static partial int tb_generator_set_state(IntPtr generator, IntPtr state);
    [LibraryImport(Library)] internal static partial int tb_cuda_manual_seed(long seed, int device);
}

public static partial class torch
{
    public class Generator : IDisposable
    {
        static readonly Lazy<Generator> s_default = new(() => new Generator(Native.tb_generator_default()));

        IntPtr _handle;

        Generator(IntPtr handle) => (_handle, device) = (handle, CPU);

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device = InitializeDevice(device);
            _handle = Native.tb_generator_new(seed, (int)device.type, device.index);
            if (_handle == IntPtr.Zero) Native.ThrowLastError();
        }

        /// The generator that is used where none is given.
        public static Generator Default => s_default.Value;

        public IntPtr Handle => _handle != IntPtr.Zero ? _handle : throw new InvalidOperationException("The generator was disposed.");

        public Device device { get; }

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.tb_generator_manual_seed(Handle, seed));
            return this;
        }

        /// Seeds from the system's entropy and returns the seed.
        public long seed() => Native.tb_generator_seed(Handle);

        public long initial_seed() => Native.tb_generator_initial_seed(Handle);
        public Tensor get_state() => Native.ToTensor(Native.tb_generator_get_state(Handle), this);

        public void set_state(Tensor value)
        {
            var status = Native.tb_generator_set_state(Handle, value.Handle);
            GC.KeepAlive(value);
            Native.Check(status);
        }

        ~Generator() => Dispose(false);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, IntPtr.Zero);
            if (handle != IntPtr.Zero) Native.tb_generator_free(handle);
        }
    }

    public static partial class random
    {
        public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);
        public static long seed() => Generator.Default.seed();
        public static long initial_seed() => Generator.Default.initial_seed();
        public static Tensor get_rng_state() => Generator.Default.get_state();
        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);
    }

    public static Generator manual_seed(long seed) => random.manual_seed(seed);
    public static long seed() => random.seed();
    public static long initial_seed() => random.initial_seed();
    public static Tensor get_rng_state() => random.get_rng_state();
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);
}
