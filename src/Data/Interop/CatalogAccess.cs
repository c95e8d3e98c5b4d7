using Microsoft.ML.Runtime;

namespace DeepML.Data;

/// <summary>The environment behind ML.NET's catalogs, and what <c>MLContext</c> says about devices in it.</summary>
internal static class CatalogAccess
{
    /// <summary>The environment (hosts, channels, random numbers) behind any of <c>MLContext</c>'s catalogs.</summary>
    /// <exception cref="NotSupportedException">The catalog is not one of ML.NET's own.</exception>
    public static IHostEnvironment EnvironmentOf(object catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var property = catalog.GetType().GetInterface("Microsoft.ML.Data.IInternalCatalog")?.GetProperty("Environment", MlNet.AnyInstance);
        return property?.GetValue(catalog) as IHostEnvironment ?? throw MlNet.Unknown($"the environment of {catalog.GetType().Name}");
    }

    /// <summary>The GPU that the user asked for through <c>MLContext.GpuDeviceId</c>, and whether the CPU will do instead.</summary>
    public static (int? GpuDeviceId, bool FallbackToCpu) DeviceOf(IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return ((int?)Read("GpuDeviceId"), (bool)Read("FallbackToCpu")!);

        object? Read(string name)
        {
            var types = environment.GetType().GetInterfaces().Prepend(environment.GetType());
            var property = types.Select(type => type.GetProperty(name, MlNet.AnyInstance)).FirstOrDefault(p => p is not null)
                ?? throw MlNet.Unknown($"IHostEnvironment.{name}");
            return property.GetValue(environment);
        }
    }
}
