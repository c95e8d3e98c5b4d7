using System.Buffers.Binary;
using System.Text;

namespace DeepML.Networks;

/// <summary>The versions of other libraries' symbols that an ELF file (a shared library of Linux) asks for.</summary>
/// <remarks>Layout: System V gABI, chapter 4 (sections), and the Linux Standard Base, "Symbol Versioning" (SHT_GNU_verneed).</remarks>
internal static class ElfVersionNeeds
{
    private const uint Magic = 0x464C457F;
    private const byte Is64Bit = 2, IsLittleEndian = 1;
    private const uint NeededVersions = 0x6ffffffe; // SHT_GNU_verneed
    private const byte Weak = 2;                    // VER_FLG_WEAK

    /// <summary>Marks the need for a version as weak, so that the loader accepts the file where the version is absent.</summary>
    /// <param name="file">The whole file; changed in place.</param>
    /// <param name="version">Name of the version, such as GLIBCXX_3.4.32.</param>
    /// <returns>Whether anything was changed: false if the file has no such need, or a weak one already.</returns>
    /// <exception cref="InvalidDataException">The bytes are no 64-bit little-endian ELF file, or a damaged one.</exception>
    public static bool Weaken(byte[] file, string version)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrEmpty(version);
        if (file.Length < 64 || UInt32(file, 0) != Magic || file[4] != Is64Bit || file[5] != IsLittleEndian)
            throw new InvalidDataException("The bytes are no 64-bit little-endian ELF file.");
        try
        {
            return WeakenSections(file, Encoding.ASCII.GetBytes(version + '\0'));
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("The ELF file is damaged: it names a place outside itself.", e);
        }
    }

    private static bool WeakenSections(byte[] file, byte[] version)
    {
        var sections = Int64(file, 0x28);
        int size = UInt16(file, 0x3A), count = UInt16(file, 0x3C);
        var changed = false;
        for (var i = 0; i < count; i++)
        {
            var section = sections + (long)i * size;
            if (UInt32(file, section + 4) != NeededVersions)
                continue;
            var names = Int64(file, sections + UInt32(file, section + 40) * size + 24);
            changed |= WeakenNeeds(file, Int64(file, section + 24), names, version);
        }
        return changed;
    }

    // A chain of libraries, each with a chain of versions; a step of 0 ends a chain.
    private static bool WeakenNeeds(byte[] file, long library, long names, byte[] version)
    {
        var changed = false;
        for (long step = 1; step != 0; library += step)
        {
            step = UInt32(file, library + 12);
            var need = library + UInt32(file, library + 8);
            for (var left = UInt16(file, library + 2); left > 0; left--, need += UInt32(file, need + 12))
            {
                var name = file.AsSpan(checked((int)(names + UInt32(file, need + 8))));
                if (!name.StartsWith(version) || (file[need + 4] & Weak) != 0)
                    continue;
                file[need + 4] |= Weak;
                changed = true;
            }
        }
        return changed;
    }

    private static ushort UInt16(byte[] file, long at) => BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(checked((int)at)));

    private static uint UInt32(byte[] file, long at) => BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(checked((int)at)));

    private static long Int64(byte[] file, long at) => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(checked((int)at)));
}
