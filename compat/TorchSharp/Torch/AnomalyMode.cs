using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial byte tb_anomaly_enabled();
    [LibraryImport(Library)] internal static partial byte tb_anomaly_check_nan();
    [LibraryImport(Library)] internal static partial void tb_set_anomaly(byte enabled, byte checkNan);
}

public class AnomalyMode : IDisposable
{
    readonly bool _enabled, _checkNaN;

    public AnomalyMode(bool enabled, bool check_nan = true)
    {
        (_enabled, _checkNaN) = (IsEnabled, ShouldCheckNaN);
        Native.tb_set_anomaly(Native.Flag(enabled), Native.Flag(check_nan));
    }

    public static bool IsEnabled => Native.tb_anomaly_enabled() != 0;
    public static bool ShouldCheckNaN => Native.tb_anomaly_check_nan() != 0;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Native.tb_set_anomaly(Native.Flag(_enabled), Native.Flag(_checkNaN));
    }
}
