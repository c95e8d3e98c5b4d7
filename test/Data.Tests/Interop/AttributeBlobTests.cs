using System.Reflection;
using System.Text;

namespace DeepML.Data.Tests.Interop;

/// <summary>The bytes of an attribute's arguments, against ECMA-335.</summary>
[TestClass]
public sealed class AttributeBlobTests
{
    [TestMethod]
    public void A_blob_begins_with_1_and_ends_without_named_arguments()
    {
        CollectionAssert.AreEqual(new byte[] { 1, 0, 0, 0 }, AttributeBlob.Of(_ => { }));
        CollectionAssert.AreEqual(new byte[] { 1, 0, 7, 0, 0, 0, 0, 0 }, AttributeBlob.Of(writer => writer.Write(7)));
        CollectionAssert.AreEqual(new byte[] { 1, 0, 0xFF, 0, 0 }, AttributeBlob.Of(AttributeBlob.WriteNullString));
    }

    [TestMethod]
    [DataRow(0, new byte[] { 0 })]
    [DataRow(1, new byte[] { 1 })]
    [DataRow(127, new byte[] { 127 })]
    [DataRow(128, new byte[] { 0x80, 0x80 })]
    [DataRow(1000, new byte[] { 0x83, 0xE8 })]
    public void A_text_stands_behind_its_length_in_bytes(int length, byte[] packed)
    {
        var blob = AttributeBlob.Of(writer => AttributeBlob.WriteString(writer, new string('x', length)));
        CollectionAssert.AreEqual(packed, blob[2..(2 + packed.Length)]);
        Assert.HasCount(2 + packed.Length + length + 2, blob);
        Assert.IsTrue(blob[(2 + packed.Length)..^2].All(b => b == 'x'));
    }

    [TestMethod]
    public void The_length_is_that_of_utf_8_and_not_of_the_characters()
    {
        var blob = AttributeBlob.Of(writer => AttributeBlob.WriteString(writer, "äß"));
        CollectionAssert.AreEqual(new byte[] { 1, 0, 4, 0xC3, 0xA4, 0xC3, 0x9F, 0, 0 }, blob);
        var long64 = AttributeBlob.Of(writer => AttributeBlob.WriteString(writer, new string('ä', 64)));
        CollectionAssert.AreEqual(new byte[] { 0x80, 0x80 }, long64[2..4], "128 bytes");
    }

    [TestMethod]
    public void The_runtime_reads_what_was_written()
    {
        var name = new AssemblyName("Blobs" + Guid.NewGuid().ToString("N"));
        var assembly = System.Reflection.Emit.AssemblyBuilder.DefineDynamicAssembly(name, System.Reflection.Emit.AssemblyBuilderAccess.Run);
        var constructor = typeof(AssemblyMetadataAttribute).GetConstructor([typeof(string), typeof(string)])!;
        var text = string.Concat(Enumerable.Repeat("Größe ", 40));
        assembly.SetCustomAttribute(constructor, AttributeBlob.Of(writer =>
        {
            AttributeBlob.WriteString(writer, text);
            AttributeBlob.WriteNullString(writer);
        }));
        var read = assembly.GetCustomAttribute<AssemblyMetadataAttribute>()!;
        Assert.AreEqual(text, read.Key);
        Assert.IsNull(read.Value);
        Assert.IsGreaterThan(text.Length, Encoding.UTF8.GetByteCount(text));
    }
}
