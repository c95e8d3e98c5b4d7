using System.Text;

namespace DeepML.Networks.Tests.Native;

/// <summary>The smallest ELF file with a table of needed versions: header, strings, needs, three section headers.</summary>
internal static class ElfFile
{
    public const int FirstLibrary = 256;
    private const int Strings = 64, Sections = 512, SectionSize = 64, NeedSize = 16;

    /// <summary>Place of the flags of the need with an index.</summary>
    public static int FlagsOfNeed(int index) => FirstLibrary + NeedSize + index * NeedSize + 4;

    /// <summary>A file that needs some versions of one library.</summary>
    public static byte[] With(params string[] versions)
    {
        var file = new byte[Sections + 3 * SectionSize];
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(file, 0);
        Put(file, 0x28, (long)Sections);
        Put(file, 0x3A, (short)SectionSize);
        Put(file, 0x3C, (short)3);

        var text = Encoding.ASCII.GetBytes("\0libstdc++.so.6\0" + string.Join('\0', versions) + '\0');
        text.CopyTo(file, Strings);
        Put(file, FirstLibrary, (short)1);
        Put(file, FirstLibrary + 2, (short)versions.Length);
        Put(file, FirstLibrary + 4, 1);
        Put(file, FirstLibrary + 8, NeedSize);
        var name = 1 + "libstdc++.so.6".Length + 1;
        for (var i = 0; i < versions.Length; i++)
        {
            Put(file, FlagsOfNeed(i) + 4, name);
            Put(file, FlagsOfNeed(i) + 8, i + 1 < versions.Length ? NeedSize : 0);
            name += versions[i].Length + 1;
        }
        PutSection(file, 1, 3, Strings, link: 0);                        // SHT_STRTAB
        PutSection(file, 2, 0x6ffffffe, FirstLibrary, link: 1);          // SHT_GNU_verneed
        return file;
    }

    private static void PutSection(byte[] file, int index, uint type, long place, int link)
    {
        var section = Sections + index * SectionSize;
        Put(file, section + 4, (int)type);
        Put(file, section + 24, place);
        Put(file, section + 40, link);
    }

    private static void Put(byte[] file, int at, long value) => BitConverter.GetBytes(value).CopyTo(file, at);

    private static void Put(byte[] file, int at, int value) => BitConverter.GetBytes(value).CopyTo(file, at);

    private static void Put(byte[] file, int at, short value) => BitConverter.GetBytes(value).CopyTo(file, at);
}
