using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DeepML.Workout;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Native;

[TestClass]
public sealed class HugePagesTests
{
    [TestMethod]
    public void Large_pages_are_asked_for_the_memory_of_a_large_tensor()
    {
        using var block = HugePages.For(empty(16 << 20)); // 64 MiB
        Assert.Contains("hg", FlagsAt(block), "what the kernel has noted of the tensor's memory"); // proc(5): advised to huge pages
        Assert.AreEqual(0f, block.zero_().sum().item<float>());
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(100_000)]
    [DataRow(1_048_577)]
    public void A_tensor_of_any_length_is_given_back(int length)
    {
        using var block = empty(length);
        Assert.AreSame(block, HugePages.For(block));
        Assert.AreEqual(0f, block.zero_().sum().item<float>());
    }

    [TestMethod]
    public void Zeros_are_one_tensor()
    {
        using var scope = NewDisposeScope();
        var before = LiveTensors.Count();
        Assert.AreEqual(0f, SumOf(HugePages.Zeros(3 << 20)));
        Assert.AreEqual(before, LiveTensors.Count());
    }

    private static float SumOf(Tensor block)
    {
        using (block)
        using (var sum = block.sum())
            return sum.item<float>();
    }

    // The flags of the mapping that holds the middle of a tensor.
    private static unsafe string[] FlagsAt(Tensor tensor)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/sys/kernel/mm/transparent_hugepage"))
            Assert.Inconclusive("The system has no large pages that a program may ask for.");
        var bytes = tensor.bytes;
        var middle = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)) + (bytes.Length / 2);
        var isOurs = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
            if (line.Split(' ')[0].Split('-') is [var from, var to] && nint.TryParse(from, NumberStyles.HexNumber, null, out var first))
                isOurs = first <= middle && middle < nint.Parse(to, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            else if (isOurs && line.StartsWith("VmFlags:", StringComparison.Ordinal))
                return line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Inconclusive("The system does not tell the flags of memory.");
        return [];
    }
}
