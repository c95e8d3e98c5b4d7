using System.Text;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>Kind, version and description of a saved model, and the hashes that tell when they are damaged.</summary>
[TestClass]
public sealed class ArchiveHeaderTests
{
    private static readonly ArchiveHeader Header = new("Größe", 3, Encoding.UTF8.GetBytes("{\"A\":1}"));

    [TestMethod]
    public void What_was_written_is_read_again()
    {
        var read = Read(Bytes(Header));
        Assert.AreEqual(("Größe", 3), (read.Kind, read.Version));
        CollectionAssert.AreEqual(Header.Description, read.Description);
        CollectionAssert.AreEqual(Header.Hash(), read.Hash());
    }

    [TestMethod]
    public void A_header_that_ends_anywhere_before_its_end_is_refused_as_damaged()
    {
        var whole = Bytes(Header);
        for (var length = 0; length < whole.Length; length++)
        {
            var error = Assert.ThrowsExactly<FormatException>(() => Read(whole[..length]), $"{length} bytes");
            StringAssert.Contains(error.Message, "'Model.key'");
        }
    }

    [TestMethod]
    [DataRow(int.MinValue)]
    [DataRow(-1)]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow((64 << 20) + 1)]
    [DataRow(int.MaxValue)]
    public void An_impossible_length_is_refused_before_anything_is_read_for_it(int length)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write("Kind");
            writer.Write(1);
            writer.Write(length);
        }
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(() => Read(stream.ToArray())).Message, $"claims {length} bytes");
    }

    [TestMethod]
    public void Each_part_changes_the_hash()
    {
        var hash = Convert.ToHexString(Header.Hash());
        Assert.HasCount(32, Header.Hash());
        foreach (var other in new[]
        {
            Header with { Kind = "Größ" }, Header with { Version = 4 }, Header with { Version = 3 << 8 },
            Header with { Description = Encoding.UTF8.GetBytes("{\"A\":2}") },
        })
            Assert.AreNotEqual(hash, Convert.ToHexString(other.Hash()));
        Assert.AreEqual(hash, Convert.ToHexString((Header with { Description = [.. Header.Description] }).Hash()));
    }

    [TestMethod]
    public void A_flipped_bit_of_what_was_saved_is_named_with_its_entry()
    {
        var hashes = new ArchiveHashes(Header.Hash(), new byte[32]);
        hashes.Check(Header);
        var flipped = Header with { Description = Encoding.UTF8.GetBytes("{\"A\":0}") };
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => hashes.Check(flipped)).Message, "entry 'Model.key' of the model is damaged");
        ArchiveHashes.Check(hashes.Weights, new byte[32], "Weights");
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => ArchiveHashes.Check(hashes.Weights, new byte[31], "Weights")).Message,
            "entry 'Weights'");
    }

    private static byte[] Bytes(ArchiveHeader header)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
            header.Write(writer);
        return stream.ToArray();
    }

    private static ArchiveHeader Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true));
        return ArchiveHeader.Read(reader);
    }
}
