using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using DeepML.Data;
using Microsoft.ML.Runtime;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: DeepML.LoaderGenerator OUTPUT.dll");
    return 2;
}

// The loader calls DeepML.NetworkTransformer.Load and is a reference of the assembly that holds it, so it is made before that assembly:
// from an outline with the same names.
var outline = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("DeepML.Transforms, Version=0.0.0.0"), AssemblyBuilderAccess.Run);
var type = outline.DefineDynamicModule("DeepML.Transforms").DefineType("DeepML.NetworkTransformer", TypeAttributes.Public);
var loadMethod = type.DefineMethod(
    "Load", MethodAttributes.Assembly | MethodAttributes.Static, type, [typeof(IHostEnvironment), typeof(object)]);
var body = loadMethod.GetILGenerator();
body.Emit(OpCodes.Ldnull);
body.Emit(OpCodes.Ret);
var load = type.CreateType().GetMethod("Load", BindingFlags.NonPublic | BindingFlags.Static)!;

var assembly = new PersistedAssemblyBuilder(new AssemblyName(LoaderAssembly.Name), typeof(object).Assembly);
var ownAttributes = new List<(ConstructorInfo Constructor, byte[] Arguments)>();
LoaderAssembly.Emit(assembly.DefineDynamicModule(LoaderAssembly.Name), load, (constructor, arguments) =>
{
    if (constructor is ConstructorBuilder)
        ownAttributes.Add((constructor, arguments));
    else
        assembly.SetCustomAttribute(constructor, arguments);
});

// The assembly's attributes are written before its methods are numbered, so those whose constructor is one of its methods come after.
var metadata = assembly.GenerateMetadata(out var code, out var fields);
foreach (var (constructor, arguments) in ownAttributes)
{
    var handle = MetadataTokens.MethodDefinitionHandle(MetadataTokens.GetRowNumber(MetadataTokens.EntityHandle(constructor.MetadataToken)));
    metadata.AddCustomAttribute(EntityHandle.AssemblyDefinition, handle, metadata.GetOrAddBlob(arguments));
}
var image = new BlobBuilder();
new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(metadata), code, fields).Serialize(image);
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[0]))!);
File.WriteAllBytes(args[0], image.ToArray());
return 0;
