using System.Globalization;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Native;

[TestClass]
public sealed class GlibcHeapTests
{
    private const int PageBytes = 4096, Tensors = 10, BytesOfEach = 4 << 20;

    [TestMethod]
    public void Memory_of_a_freed_tensor_is_not_had_anew_from_the_system()
    {
        if (!GlibcHeap.CanBeSet)
            Assert.Inconclusive("The C library is not glibc, or its heap is set by the environment.");
        const int batches = 20;
        Batch();
        var before = PageFaults();
        for (var i = 0; i < batches; i++)
            Batch();
        var faults = PageFaults() - before;
        Assert.IsLessThan(batches * (Tensors * BytesOfEach / PageBytes) / 20, faults, "without the setting some 38,000 of 204,800");
    }

    // Many blocks that are freed together: with glibc's own thresholds, 8 MiB after the first batch, their end of the heap is given back.
    private static void Batch()
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < Tensors; i++)
            ones(BytesOfEach / sizeof(float));
    }

    // "pid (name) state ppid pgrp session tty tpgid flags minflt ...": proc(5)
    private static long PageFaults() => long.Parse(
        File.ReadAllText("/proc/self/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[7],
        CultureInfo.InvariantCulture);
}
