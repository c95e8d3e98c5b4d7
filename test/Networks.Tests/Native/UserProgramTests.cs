using System.Globalization;
using System.Text.RegularExpressions;

namespace DeepML.Networks.Tests.Native;

[TestClass]
public sealed class UserProgramTests
{
    private static UserProgram Program => UserProgram.Shared;

    [AssemblyCleanup]
    public static void CleanUp() => UserProgram.CleanUp();

    [TestMethod]
    public void A_program_without_the_targets_file_trains_with_an_empty_home()
    {
        var output = Program.Output;
        var library = Path.Combine(UserProgram.Natives(output), "libLibTorchSharp.so");
        var published = File.ReadAllBytes(library);
        using var home = new TemporaryFolder();
        AssertTrains(UserProgram.Start(output, UserProgram.Environment(home.Path)), "PASSIVE");
        var copies = Directory.GetFiles(home.Path, "*", SearchOption.AllDirectories);
        AssertTrains(UserProgram.Start(output, UserProgram.Environment(home.Path)), "PASSIVE");
        CollectionAssert.AreEqual(copies, Directory.GetFiles(home.Path, "*", SearchOption.AllDirectories), "a second start writes nothing");
        Assert.IsLessThanOrEqualTo(1, copies.Length);
        AssertNothingIsCopied(output);
        CollectionAssert.AreEqual(published, File.ReadAllBytes(library), "what is shared with the cache of packages stays as it is");
    }

    [TestMethod]
    public void A_home_that_cannot_be_written_does_as_well_and_the_users_wait_policy_stays()
    {
        using var temporary = new TemporaryFolder();
        var environment = UserProgram.Environment("/dev/null");
        (environment["TMPDIR"], environment["OMP_WAIT_POLICY"]) = (temporary.Path, "ACTIVE");
        AssertTrains(UserProgram.Start(Program.Output, environment), "ACTIVE");
        Assert.IsEmpty(Directory.GetDirectories(temporary.Path, "deepml-*"), "the copy goes once it is loaded");
        AssertNothingIsCopied(Program.Output);
    }

    [TestMethod]
    public void In_a_load_context_of_its_own_the_right_libtorch_is_taken_although_the_system_has_another_of_that_name()
    {
        using var folder = new TemporaryFolder();
        var output = Program.CopyWithoutTorch(Path.Combine(folder.Path, "program"));
        foreach (var file in Directory.GetFiles(UserProgram.Natives(Program.Output), "libtorch*"))
            File.CreateSymbolicLink(Path.Combine(UserProgram.Natives(output), Path.GetFileName(file)), file);
        var environment = UserProgram.Environment(folder.Path);
        environment["LD_LIBRARY_PATH"] = StrangeLibraries(Path.Combine(folder.Path, "system"));
        var ran = UserProgram.Start(output, environment, "own-context");
        AssertTrains(ran, "PASSIVE");
        Assert.DoesNotContain("mapped " + folder.Path + "/system", ran.Output);
        AssertNothingIsCopied(output);
    }

    [TestMethod]
    public void A_batch_of_long_sequences_finds_the_memory_of_the_one_before_and_the_end_of_the_training_gives_it_back()
    {
        if (!GlibcHeap.CanBeSet)
            Assert.Inconclusive("The C library is not glibc, or its heap is set by the environment.");
        using var home = new TemporaryFolder();
        var (code, output) = UserProgram.Start(Program.Output, UserProgram.Environment(home.Path), "long-sequences");
        Assert.AreEqual(0, code, output);
        var told = Regex.Matches(output, @"^(epoch|after) (\d+) page faults, (\d+) MiB", RegexOptions.Multiline)
            .Select(line => (Faults: int.Parse(line.Groups[2].Value, CultureInfo.InvariantCulture),
                MiB: int.Parse(line.Groups[3].Value, CultureInfo.InvariantCulture))).ToArray();
        Assert.HasCount(6, told, output); // five epochs, and after the fit
        // Without it there were some 35,000 in each epoch of two batches: of blocks mapped anew, and of the heap's end.
        Assert.IsLessThan(10_000, told[4].Faults - told[3].Faults, output);
        Assert.IsLessThan(told[4].MiB - 10, told[5].MiB, output);
    }

    [TestMethod]
    public void A_program_that_makes_an_estimator_and_ends_at_once_ends_well()
    {
        using var home = new TemporaryFolder();
        for (var start = 0; start < 3; start++)
        {
            var (code, output) = UserProgram.Start(Program.Output, UserProgram.Environment(home.Path), "estimator", "nothing");
            Assert.AreEqual(0, code, output);
            Assert.AreEqual("made MultilayerPerceptronEstimator", output.Trim());
        }
    }

    [TestMethod]
    public void What_a_program_draws_from_torch_itself_is_the_same_beside_the_loading_of_libtorch_for_an_estimator()
    {
        using var home = new TemporaryFolder();
        string Drawn(params string[] arguments)
        {
            var (code, output) = UserProgram.Start(Program.Output, UserProgram.Environment(home.Path), arguments);
            Assert.AreEqual(0, code, output);
            return output.Split('\n').Single(line => line.StartsWith("drew ", StringComparison.Ordinal));
        }
        var expected = Drawn("drawn");
        for (var start = 0; start < 3; start++)
            Assert.AreEqual(expected, Drawn("estimator", "torch"));
        AssertNothingIsCopied(Program.Output);
    }

    [TestMethod]
    public void Without_libtorch_an_estimator_can_be_made_and_nothing_is_told()
    {
        using var folder = new TemporaryFolder();
        var output = Program.CopyWithoutTorch(Path.Combine(folder.Path, "program"));
        var (code, told) = UserProgram.Start(output, UserProgram.Environment(folder.Path), "estimator", "nothing");
        Assert.AreEqual(0, code, told);
        Assert.AreEqual("made MultilayerPerceptronEstimator", told.Trim());
        AssertNothingIsCopied(output);
    }

    [TestMethod]
    public void Without_libtorch_the_first_call_names_the_package_to_add()
    {
        using var folder = new TemporaryFolder();
        var output = Program.CopyWithoutTorch(Path.Combine(folder.Path, "program"));
        AssertNamesThePackage(UserProgram.Start(output, UserProgram.Environment(folder.Path)));
        AssertNothingIsCopied(output);
    }

    [TestMethod]
    public void A_libtorch_that_is_none_gives_the_same_error_with_what_the_loader_said()
    {
        using var folder = new TemporaryFolder();
        var output = Program.CopyWithoutTorch(Path.Combine(folder.Path, "program"));
        File.WriteAllText(Path.Combine(UserProgram.Natives(output), "libtorch_cpu.so"), "no library");
        var ran = UserProgram.Start(output, UserProgram.Environment(folder.Path));
        AssertNamesThePackage(ran);
        StringAssert.Contains(ran.Output, "<- DllNotFoundException: Unable to load shared library");
        StringAssert.Contains(ran.Output, "libtorch_cpu.so");
        AssertNothingIsCopied(output);
    }

    // Any libraries do, under the names that libtorch has: the loader would take the first it finds.
    private static string StrangeLibraries(string folder)
    {
        var any = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so");
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" })
            File.Copy(any, Path.Combine(folder, name));
        return folder;
    }

    private static void AssertTrains((int Code, string Output) ran, string waitPolicy)
    {
        Assert.AreEqual(0, ran.Code, ran.Output);
        StringAssert.Contains(ran.Output, "trained, 2 epochs");
        StringAssert.Contains(ran.Output, $"OMP_WAIT_POLICY={waitPolicy}");
        StringAssert.Contains(ran.Output, waitPolicy == "PASSIVE" ? "GOMP_SPINCOUNT=1000;" : "GOMP_SPINCOUNT=;");
        StringAssert.Contains(ran.Output, "MKL_CBWR=AUTO,STRICT");
    }

    private static void AssertNamesThePackage((int Code, string Output) ran)
    {
        Assert.AreEqual(3, ran.Code, ran.Output);
        StringAssert.StartsWith(ran.Output, "DllNotFoundException: DeepML computes with libtorch 2.10.0, which is missing");
        StringAssert.Contains(ran.Output, "Add the package libtorch-cpu-linux-x64 2.10.0");
        Assert.DoesNotContain("TypeInitializationException", ran.Output);
    }

    // TorchSharp's own way out: half a gigabyte beside the program.
    private static void AssertNothingIsCopied(string output) =>
        Assert.IsFalse(Directory.Exists(Path.Combine(output, "cpu")), "TorchSharp has copied its natives");
}
