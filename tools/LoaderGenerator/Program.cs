using System.Reflection;
using System.Reflection.Emit;
using DeepML;
using DeepML.Data;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: DeepML.LoaderGenerator OUTPUT.dll");
    return 2;
}

var assembly = new PersistedAssemblyBuilder(new AssemblyName(MlNetInternals.LoaderAssemblyName), typeof(object).Assembly);
var module = assembly.DefineDynamicModule(MlNetInternals.LoaderAssemblyName);
MlNetInternals.EmitLoader(assembly, module, NetworkTransformer.LoadMethod);
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[0]))!);
assembly.Save(args[0]);
return 0;
