using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// What identifies the format of a saved component: its signature, its versions, and who loads it.
internal readonly struct VersionInfo
{
    public readonly ulong ModelSignature;
    public readonly uint VerWrittenCur;
    public readonly uint VerReadableCur;
    public readonly uint VerWeCanReadBack;
    public readonly string LoaderAssemblyName;
    public readonly string LoaderSignature;
    public readonly string LoaderSignatureAlt;

    /// The first version of a format of this library.
    public static VersionInfo First(string modelSignature, string loaderSignature) =>
        new(modelSignature, 0x00010001, 0x00010001, 0x00010001, typeof(VersionInfo).Assembly.FullName, loaderSignature);

    /// Eight characters of signature; a version is 0x0001_0001-like, major and minor.
    public VersionInfo(string modelSignature, uint verWrittenCur, uint verReadableCur, uint verWeCanReadBack, string loaderAssemblyName,
        string loaderSignature = null, string loaderSignatureAlt = null)
    {
        Contracts.Check(null, modelSignature is { Length: 8 }, "A model signature has exactly eight characters");
        ulong signature = 0;
        for (var i = 0; i < 8; i++)
        {
            var c = modelSignature[i];
            Contracts.Check(null, c <= 0xFF, "A model signature holds only Latin-1 characters");
            signature |= (ulong)(c == ' ' ? '\0' : c) << (8 * i);
        }
        ModelSignature = signature;
        VerWrittenCur = verWrittenCur;
        VerReadableCur = verReadableCur;
        VerWeCanReadBack = verWeCanReadBack;
        LoaderAssemblyName = loaderAssemblyName;
        LoaderSignature = loaderSignature;
        LoaderSignatureAlt = loaderSignatureAlt;
    }
}
