using System.Runtime.CompilerServices;
using DeepML.Networks;

namespace DeepML.Estimators;

/// <summary>What happens when a program first uses this assembly.</summary>
internal static class ModuleStart
{
    /// <summary>Prepares the process before anything can touch torch: options and catalogs are the first that programs use.</summary>
#pragma warning disable CA2255 // a library that must set the process up before another one is loaded has no other place for it
    [ModuleInitializer]
    internal static void Prepare() => NativeGround.Prepare();
#pragma warning restore CA2255
}
