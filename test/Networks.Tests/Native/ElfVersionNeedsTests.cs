using System.Runtime.InteropServices;
using DeepML.Networks;

namespace DeepML.Networks.Tests.Native;

[TestClass]
public sealed class ElfVersionNeedsTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [TestMethod]
    public void A_need_is_weakened_once_and_nothing_else_changes()
    {
        var file = ElfFile.With("GLIBCXX_3.4.11", Version, "GLIBCXX_3.4.21");
        var original = (byte[])file.Clone();
        Assert.IsTrue(ElfVersionNeeds.Weaken(file, Version));
        var changed = Enumerable.Range(0, file.Length).Where(i => file[i] != original[i]).ToArray();
        CollectionAssert.AreEqual(new[] { ElfFile.FlagsOfNeed(1) }, changed);
        Assert.AreEqual(2, file[changed[0]]); // VER_FLG_WEAK

        var weakened = (byte[])file.Clone();
        Assert.IsFalse(ElfVersionNeeds.Weaken(file, Version), "a second time");
        CollectionAssert.AreEqual(weakened, file);
    }

    [TestMethod]
    [DataRow("GLIBCXX_3.4.3")]
    [DataRow("GLIBCXX_3.4.321")]
    [DataRow("GLIBC_2.34")]
    public void A_version_that_only_resembles_a_needed_one_is_left_alone(string version)
    {
        var file = ElfFile.With(Version);
        var original = (byte[])file.Clone();
        Assert.IsFalse(ElfVersionNeeds.Weaken(file, version));
        CollectionAssert.AreEqual(original, file);
    }

    [TestMethod]
    public void What_is_no_64_bit_little_endian_ELF_file_is_refused()
    {
        var is32Bit = ElfFile.With(Version);
        is32Bit[4] = 1;
        var isBigEndian = ElfFile.With(Version);
        isBigEndian[5] = 2;
        foreach (var file in new[] { [], "MZ"u8.ToArray(), new byte[4096], is32Bit, isBigEndian })
            Assert.ThrowsExactly<InvalidDataException>(() => ElfVersionNeeds.Weaken(file, Version));
    }

    [TestMethod]
    public void A_file_cut_short_anywhere_is_refused_or_read_never_more()
    {
        var whole = ElfFile.With("GLIBCXX_3.4.11", Version);
        var refused = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                ElfVersionNeeds.Weaken(whole[..length], Version);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.IsGreaterThan(whole.Length / 2, refused);
    }

    [TestMethod]
    public void A_chain_of_versions_that_leads_back_to_itself_ends()
    {
        var file = ElfFile.With(Version);
        var library = ElfFile.FirstLibrary;
        BitConverter.GetBytes(unchecked((uint)-16)).CopyTo(file, library + 12); // the next library lies before this one
        Assert.ThrowsExactly<InvalidDataException>(() => ElfVersionNeeds.Weaken(file, Version));
    }

    [TestMethod]
    public void The_need_of_TorchSharps_own_library_is_the_one_known()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            Assert.Inconclusive("Only Linux has the library in this format.");
        var file = File.ReadAllBytes(NativeFolders.Find("libLibTorchSharp.so")!);
        ElfVersionNeeds.Weaken(file, Version); // the build has done it already where it made a copy
        Assert.IsFalse(ElfVersionNeeds.Weaken(file, Version));
        Assert.IsTrue(ElfVersionNeeds.Weaken(file, "GLIBCXX_3.4.21"), "the same table holds the versions that every system has");
    }
}
