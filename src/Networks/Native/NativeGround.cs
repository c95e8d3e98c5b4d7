using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;

namespace DeepML.Networks;

/// <summary>Makes libtorch load and behave on the systems where it would not by itself, before it is touched for the first time.</summary>
/// <remarks>
/// Where TorchSharp cannot load its native library it copies half a gigabyte of natives into the program's folder and tries again,
/// then fails in a static constructor, for good. So the ground is laid before: settings of the process and a second way to load
/// when an assembly of DeepML is first used, the loading itself, with an error that says what to do, before the first tensor.
/// </remarks>
internal static class NativeGround
{
    private const string TorchSharpLibrary = "LibTorchSharp", LibTorchLibrary = "torch_cpu";

    private static readonly Lock Gate = new();
    private static bool isPrepared;
    private static volatile bool isLoaded;
    private static Exception? reason;

    /// <summary>Sets the process up; cheap, and done once however often it is called. Loads nothing.</summary>
#pragma warning disable CA2255 // whatever of this assembly a program uses first, torch comes after it
    [ModuleInitializer]
    internal static void Prepare()
#pragma warning restore CA2255
    {
        lock (Gate)
        {
            if (isPrepared)
                return;
            isPrepared = true;
            ProcessSettings.Apply();
            // Not always the default context: notebooks and plug-ins have their own.
            if (OperatingSystem.IsLinux())
                AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly)!.ResolvingUnmanagedDll += (_, name) => Resolve(name);
        }
    }

    /// <summary>Loads libtorch and TorchSharp's native library; to be called before the first tensor.</summary>
    /// <exception cref="DllNotFoundException">They are missing or of another version; the message names the package to add.</exception>
    public static void Require()
    {
        if (isLoaded)
            return;
        lock (Gate)
        {
            reason = null;
            if (!isLoaded && !TryLoad())
                throw MissingTorch.Error(reason ?? ReasonOfTheLoader());
            OneDnn.Try();
            isLoaded = true;
        }
    }

    private static bool TryLoad()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                LinuxTorch.LoadLibTorch();
            // In the words in which TorchSharp asks: what succeeds here succeeds there.
            return NativeLibrary.TryLoad(TorchSharpLibrary, typeof(torch).Assembly, null, out _);
        }
        catch (Exception e) when (IsLoadFailure(e))
        {
            reason = e;
            return false;
        }
    }

    // Called by the runtime only when its own search has failed.
    private static nint Resolve(string name)
    {
        if (!OperatingSystem.IsLinux() || name is not (TorchSharpLibrary or LibTorchLibrary))
            return 0;
        lock (Gate)
        {
            try
            {
                if (name == TorchSharpLibrary)
                    return LinuxTorch.LoadTorchSharp();
                LinuxTorch.LoadLibTorch();
            }
            catch (Exception e) when (IsLoadFailure(e))
            {
                reason = e; // told by Require; an exception here would send TorchSharp to its copying
            }
            return 0;
        }
    }

    private static Exception? ReasonOfTheLoader()
    {
        try
        {
            NativeLibrary.Load(TorchSharpLibrary, typeof(torch).Assembly, null);
            return null;
        }
        catch (Exception e) when (IsLoadFailure(e))
        {
            return e;
        }
    }

    private static bool IsLoadFailure(Exception e) =>
        e is DllNotFoundException or BadImageFormatException or InvalidDataException or IOException or UnauthorizedAccessException;
}
