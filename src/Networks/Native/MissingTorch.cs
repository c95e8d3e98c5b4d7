namespace DeepML.Networks;

/// <summary>The error where libtorch is missing or wrong.</summary>
internal static class MissingTorch
{
    /// <summary>Makes the error for this system.</summary>
    /// <param name="reason">What the loader said; null if it said nothing.</param>
    public static DllNotFoundException Error(Exception? reason) =>
        new(Message(NativeFolders.RuntimeIdentifier, NativeFolders.TorchSharpVersion, NativeFolders.LibTorchVersion), reason);

    /// <summary>What to do on a system.</summary>
    /// <param name="runtimeIdentifier">The system, such as linux-x64.</param>
    /// <param name="torchSharp">Version of TorchSharp.</param>
    /// <param name="libTorch">Version of libtorch that it needs.</param>
    internal static string Message(string runtimeIdentifier, string torchSharp, string libTorch)
    {
        var isWindows = runtimeIdentifier.StartsWith("win-", StringComparison.Ordinal);
        var gpu = runtimeIdentifier switch
        {
            "win-x64" => $" (or TorchSharp-cuda-windows {torchSharp} for an NVIDIA GPU)",
            "linux-x64" => $" (or TorchSharp-cuda-linux {torchSharp} for an NVIDIA GPU)",
            _ => "",
        };
        var known = runtimeIdentifier is "linux-x64" or "win-x64" or "win-arm64" or "osx-arm64";
        var advice = known
            ? $"Add the package libtorch-cpu-{runtimeIdentifier} {libTorch}{gpu} to the program"
            : $"There is no package of libtorch {libTorch} for {runtimeIdentifier}: there are linux-x64, win-x64, win-arm64 and osx-arm64";
        var runtime = isWindows
            ? " If it is there, install the Microsoft Visual C++ Redistributable (2015 to 2022), which it needs on Windows."
            : "";
        return $"DeepML computes with libtorch {libTorch}, which is missing or is another version. {advice}.{runtime} "
            + "The inner exception tells what the system's loader said.";
    }
}
