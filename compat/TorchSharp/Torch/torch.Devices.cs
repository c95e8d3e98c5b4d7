using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial byte tb_cuda_is_available();
    [LibraryImport(Library)] internal static partial byte tb_cudnn_is_available();
    [LibraryImport(Library)] internal static partial int tb_cuda_device_count();
    [LibraryImport(Library)] internal static partial int tb_cuda_synchronize(int device);
    [LibraryImport(Library)] internal static partial int tb_get_num_threads();
    [LibraryImport(Library)] internal static partial int tb_set_num_threads(int n);
    [LibraryImport(Library)] internal static partial int tb_get_num_interop_threads();
    [LibraryImport(Library)] internal static partial int tb_set_num_interop_threads(int n);
}

public static partial class torch
{
    public static Device CPU = new(DeviceType.CPU, -1);
    public static Device META = new(DeviceType.META, -1);
    public static Device CUDA => TryInitializeDeviceType(DeviceType.CUDA) ? new Device(DeviceType.CUDA, -1) : throw NotAvailable(DeviceType.CUDA);
    public static Device MPS => throw NotAvailable(DeviceType.MPS);

    static Device s_defaultDevice = CPU;

    public static string __version__ => "0.102.8";

    public static Device get_default_device() => s_defaultDevice;
    public static void set_default_device(Device device) => s_defaultDevice = InitializeDevice(device);
    public static void set_default_device(string device) => set_default_device(new Device(device));

    static InvalidOperationException NotAvailable(DeviceType type) => new($"The device type {type} is not available in this process.");

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda.is_available(),
        _ => false,
    };

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType)) throw NotAvailable(deviceType);
    }

    public static Device InitializeDevice(Device? device)
    {
        device ??= s_defaultDevice;
        if (device.type != DeviceType.CPU) InitializeDeviceType(device.type);
        return device;
    }

    public static Device device(string description) => InitializeDevice(new Device(description));
    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));
    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));
    public static Device device(int index) => InitializeDevice(new Device(DeviceType.CUDA, index));

    public static bool cuda_is_available() => cuda.is_available();
    public static bool mps_is_available() => false;

    public static int get_num_threads() => Native.tb_get_num_threads();
    public static void set_num_threads(int num) => Native.Check(Native.tb_set_num_threads(num));
    public static int get_num_interop_threads() => Native.tb_get_num_interop_threads();
    public static void set_num_interop_threads(int num) => Native.Check(Native.tb_set_num_interop_threads(num));

    public static partial class cuda
    {
        public static bool is_available() => Native.tb_cuda_is_available() != 0;
        public static bool is_cudnn_available() => Native.tb_cudnn_is_available() != 0;
        public static int device_count() => Native.tb_cuda_device_count();

        public static void manual_seed(long seed)
        {
            if (is_available()) Native.Check(Native.tb_cuda_manual_seed(seed, -1));
        }

        public static void manual_seed_all(long seed)
        {
            for (var i = 0; i < device_count(); i++) Native.Check(Native.tb_cuda_manual_seed(seed, i));
        }

        public static void synchronize(Device? device = null)
        {
            InitializeDeviceType(DeviceType.CUDA);
            Native.Check(Native.tb_cuda_synchronize(device?.index ?? -1));
        }
    }
}
