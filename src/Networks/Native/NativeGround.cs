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

    private static readonly Lock Gate = new(); // of loading; may be waited for by whoever makes libtorch ready for the first time
    private static readonly Lock TrialGate = new(); // of calculating, for which the loading must be over: never within the other one
    private static volatile bool isPrepared;
    private static volatile bool isLoaded;
    private static volatile OneDnnUse tried = OneDnnUse.None;
    private static Exception? reason;

    /// <summary>Whether libtorch and TorchSharp's native library have been loaded here.</summary>
    public static bool IsLoaded => isLoaded;

    /// <summary>Sets the process up; cheap, and done once however often it is called. Loads nothing.</summary>
#pragma warning disable CA2255 // whatever of this assembly a program uses first, torch comes after it
    [ModuleInitializer]
    internal static void Prepare()
#pragma warning restore CA2255
    {
        if (isPrepared)
            return; // without waiting for a thread that loads
        lock (Gate)
        {
            if (isPrepared)
                return;
            ProcessSettings.Apply();
            // Not always the default context: notebooks and plug-ins have their own.
            if (OperatingSystem.IsLinux())
                AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly)!.ResolvingUnmanagedDll += (_, name) => Resolve(name);
            isPrepared = true;
        }
    }

    /// <summary>Loads libtorch and TorchSharp's native library; to be called before the first tensor.</summary>
    /// <param name="use">What follows leaves to oneDNN, which is tried first: to be named only where nothing else can follow.</param>
    /// <exception cref="DllNotFoundException">They are missing or of another version; the message names the package to add.</exception>
    public static void Require(OneDnnUse use = OneDnnUse.Recurrence)
    {
        if (TryRequire(use) is { } fault)
            throw fault;
    }

    /// <summary>
    /// <see cref="Require"/> on any thread, up to <see cref="OneDnnUse.Convolutions"/>: libtorch's switches and its common generator stay
    /// as they are.
    /// </summary>
    /// <param name="use">What may follow.</param>
    /// <returns>Null where it is loaded; else the error for whoever requires it.</returns>
    public static DllNotFoundException? TryRequire(OneDnnUse use)
    {
        if (!isLoaded && Load() is { } fault)
            return fault;
        if (use <= tried)
            return null;
        lock (TrialGate)
        {
            if (tried < OneDnnUse.Convolutions && use >= OneDnnUse.Convolutions)
            {
                OneDnn.TryConvolutions();
                tried = OneDnnUse.Convolutions;
            }
            if (tried < use)
            {
                OneDnn.TryRecurrence();
                tried = use;
            }
        }
        return null;
    }

    private static DllNotFoundException? Load()
    {
        lock (Gate)
        {
            reason = null;
            isLoaded = isLoaded || TryLoad();
            return isLoaded ? null : MissingTorch.Error(reason ?? ReasonOfTheLoader());
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
